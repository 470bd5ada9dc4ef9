import { SwitchyardError } from "../errors.ts";

/** A request was about to leave the emulator for another host. Nothing was sent. */
export class EscapedEmulatorError extends SwitchyardError {
  override readonly name = "EscapedEmulatorError";
  readonly code = "aws.escaped_emulator";
  readonly host: string;
  readonly endpointHost: string;

  constructor(hosts: { host: string; endpointHost: string }) {
    super(
      `Refused a request to ${hosts.host}: AWS_ENDPOINT_URL allows ${hosts.endpointHost} alone.`,
    );
    this.host = hosts.host;
    this.endpointHost = hosts.endpointHost;
  }
}
