import type { Part, ReasoningPart, TextPart } from '../../wire/index.js';
import { countStep } from './message.js';
import type { FoldState } from './state.js';
import { placeFile, placeTool } from './tool.js';

/** What becomes of a text that is told of: live news and the store are treated differently. */
export type PlaceText = (state: FoldState, part: TextPart | ReasoningPart) => FoldState;

/** A part of the reply's own messages, whoever tells of it. Types that no reply shows change nothing. */
export function placePart(state: FoldState, part: Part, placeText: PlaceText): FoldState {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return placeText(state, part);
    case 'tool':
      return placeTool(state, part);
    case 'file':
    case 'patch':
      return placeFile(state, part);
    case 'step-finish':
      return countStep(state, part);
    default:
      return state;
  }
}
