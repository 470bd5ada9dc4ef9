/** The levels that jobs can be split by; the tutorial's. The configuration may name others. */
export const jobSchema = { chunkable_attrs: ["topic", "word"] };
