import { operateCommand } from "./orchestration/operate.ts";

await operateCommand("pause");
