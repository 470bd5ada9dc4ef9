import { bytesText } from "../text/bytes.ts";

interface Props {
  readonly bytes: number;
  readonly limitBytes: number;
  /** What has the limit. */
  readonly of: string;
}

/** How much of a limit is used: in words, and as a bar. */
export function Room({ bytes, limitBytes, of }: Props) {
  const told = `${bytesText(bytes)} of the ${bytesText(limitBytes)} of ${of}`;
  return (
    <p className="room">
      <meter
        min={0}
        max={limitBytes}
        high={limitBytes * 0.9}
        optimum={0}
        value={Math.min(bytes, limitBytes)}
        aria-label="Room used"
        aria-valuetext={told}
      />
      <span className="quiet">{told}</span>
    </p>
  );
}
