import { STSClient } from "@aws-sdk/client-sts";
import { lazy } from "../../lazy.ts";
import { clientConfig, equip } from "../config.ts";

/** One client of STS for a process. */
export const stsClient = /* @__PURE__ */ lazy(() => equip(new STSClient(clientConfig())));
