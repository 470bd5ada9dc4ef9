/** Ends at once. */
process.on("message", () => process.exit(9));
