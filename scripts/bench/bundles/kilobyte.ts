/** As AWS counts its limits. */
export const kilobyte = 1024;
