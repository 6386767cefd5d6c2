/**
 * A part as the wire spells it, as far as the helpers care: what a part holds is read where it is there, for sparse
 * servers leave much of it out.
 */
export interface PartLike {
  readonly id?: string;
  readonly messageID?: string;
  readonly type?: string;
  readonly text?: string;
  readonly tool?: string;
  readonly callID?: string;
  readonly state?: object;
}

/** A stored message, `{info, parts}`, as `GET …/message` answers it; what is missing reads as absent. */
export interface MessageLike {
  readonly info?: object;
  readonly parts?: readonly PartLike[];
}
