/** One of each kind; `ada` stands for somebody's own, `containers` for one with containers. */
export const stages = ["production", "dev", "local", "ada", "containers"] as const;
export type Stage = (typeof stages)[number];

/** The secret that these syntheses are given; it must show nowhere. */
export const secret = "a-secret-that-must-not-show";
