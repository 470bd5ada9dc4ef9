import { serveApart } from "../apart.ts";
import { deploy, type DeployOptions } from "./deploy.ts";

serveApart((options: Omit<DeployOptions, "onChange">, note) =>
  deploy({ ...options, onChange: (...change) => note(change) }),
);
