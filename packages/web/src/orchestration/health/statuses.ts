/** 0 to 4, as the ecology has them. */
const names = ["Bad", "Poor", "Moderate", "Good", "High"] as const;
const tones = ["bad", "bad", "going", "good", "good"] as const;

export const statusName = (status: number): string => names[status] ?? String(status);
export const toneOf = (status: number): string => tones[status] ?? "";
