/** Bytes that deflate can at best make of one: what claims more is no honest file. */
export const MAX_EXPANSION = 1032;
