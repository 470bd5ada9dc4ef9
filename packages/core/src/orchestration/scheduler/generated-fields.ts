export const generatedFields = ["task_id", "created_at", "greenfield", "attempts"] as const;
