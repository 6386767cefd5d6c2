import * as z from 'zod/mini';

const otherwise = "neither 'provider/model' nor an object of providerID and modelID (or id)";

/** A model: `'provider/model'` (split at the first slash), or either of the two ways the wire spells it. */
export type ModelInput =
  | string
  | { readonly providerID: string; readonly modelID: string; readonly variant?: string | undefined }
  | { readonly providerID: string; readonly id: string; readonly variant?: string | undefined };

/** The schema of {@link ModelInput}. */
export const modelInput = z.union(
  [
    z.string().check(z.regex(/^[^/]+\/./, otherwise)),
    z.strictObject({ providerID: z.string(), modelID: z.string(), variant: z.optional(z.string()) }),
    z.strictObject({ providerID: z.string(), id: z.string(), variant: z.optional(z.string()) }),
  ],
  otherwise,
);

/** A model, taken apart. */
export interface ModelName {
  readonly providerID: string;
  readonly modelID: string;
}

/** A model as messages spell it (`lib/wire/PROTOCOL.md` § 7.4). */
export function messageModel(model: ModelInput): ModelName {
  if (typeof model !== 'string') {
    return { providerID: model.providerID, modelID: 'id' in model ? model.id : model.modelID };
  }
  const slash = model.indexOf('/');
  return { providerID: model.slice(0, slash), modelID: model.slice(slash + 1) };
}

/** A model as sessions spell it. */
export function sessionModel(model: ModelInput): { providerID: string; id: string; variant?: string } {
  const { providerID, modelID } = messageModel(model);
  const variant = variantOf(model);
  return { providerID, id: modelID, ...(variant === undefined ? {} : { variant }) };
}

/** The variant that a model spelled as an object may name. */
export function variantOf(model: ModelInput | undefined): string | undefined {
  return typeof model === 'object' ? model.variant : undefined;
}

/** A model as slash commands spell it. */
export function commandModel(model: ModelInput): string {
  const { providerID, modelID } = messageModel(model);
  return `${providerID}/${modelID}`;
}
