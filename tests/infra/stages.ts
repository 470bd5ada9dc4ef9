/** One of each kind; `ada` stands for somebody's own. */
export const stages = ["production", "dev", "local", "ada"] as const;
export type Stage = (typeof stages)[number];

/** The secret that these syntheses are given; it must show nowhere. */
export const secret = "a-secret-that-must-not-show";
