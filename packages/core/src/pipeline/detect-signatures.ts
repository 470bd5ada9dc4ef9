interface Signature {
  readonly type: string;
  /** Hexadecimal; `..` stands for any byte. */
  readonly bytes: string;
  /** Where the bytes begin; 0 if not given. */
  readonly at?: number;
}

/**
 * Types that begin with bytes of their own; more special ones come before more general ones.
 *
 * A table of the files that people upload, not of all there are: the npm package `file-type` knows
 * more, in 78 KB of each bundle.
 */
const signatures: readonly Signature[] = [
  { type: "image/png", bytes: "89504e470d0a1a0a" },
  { type: "image/jpeg", bytes: "ffd8ff" },
  { type: "image/gif", bytes: "474946383761" },
  { type: "image/gif", bytes: "474946383961" },
  { type: "image/webp", bytes: "52494646........57454250" },
  { type: "audio/wav", bytes: "52494646........57415645" },
  { type: "video/x-msvideo", bytes: "52494646........41564920" },
  { type: "image/bmp", bytes: "424d........00000000" },
  { type: "image/tiff", bytes: "49492a00" },
  { type: "image/tiff", bytes: "4d4d002a" },
  { type: "image/x-icon", bytes: "00000100" },
  { type: "image/vnd.adobe.photoshop", bytes: "38425053" },
  { type: "image/avif", bytes: "6674797061766966", at: 4 },
  { type: "image/heic", bytes: "6674797068656963", at: 4 },
  { type: "image/heic", bytes: "667479706d696631", at: 4 },
  { type: "audio/mp4", bytes: "667479704d344120", at: 4 },
  { type: "video/quicktime", bytes: "6674797071742020", at: 4 },
  { type: "video/mp4", bytes: "66747970", at: 4 },
  { type: "video/webm", bytes: "1a45dfa3" },
  { type: "audio/mpeg", bytes: "494433" },
  { type: "audio/flac", bytes: "664c6143" },
  { type: "application/ogg", bytes: "4f676753" },
  { type: "application/pdf", bytes: "255044462d" },
  { type: "application/zip", bytes: "504b0304" },
  { type: "application/zip", bytes: "504b0506" },
  { type: "application/gzip", bytes: "1f8b08" },
  { type: "application/x-bzip2", bytes: "425a68..314159265359" },
  { type: "application/x-bzip2", bytes: "425a68..177245385090" },
  { type: "application/x-xz", bytes: "fd377a585a00" },
  { type: "application/zstd", bytes: "28b52ffd" },
  { type: "application/x-lz4", bytes: "04224d18" },
  { type: "application/x-7z-compressed", bytes: "377abcaf271c" },
  { type: "application/vnd.rar", bytes: "526172211a07" },
  { type: "application/x-tar", bytes: "7573746172", at: 257 },
  { type: "application/vnd.sqlite3", bytes: "53514c69746520666f726d6174203300" },
  { type: "application/vnd.apache.parquet", bytes: "50415231" },
  { type: "application/vnd.apache.avro", bytes: "4f626a01" },
  { type: "application/wasm", bytes: "0061736d" },
  { type: "application/x-elf", bytes: "7f454c46" },
  { type: "application/x-mach-binary", bytes: "cffaedfe" },
  { type: "application/java-vm", bytes: "cafebabe" },
  { type: "application/vnd.microsoft.portable-executable", bytes: "4d5a" },
  { type: "application/x-cfb", bytes: "d0cf11e0a1b11ae1" },
  { type: "font/woff", bytes: "774f4646" },
  { type: "font/woff2", bytes: "774f4632" },
];

/** Read once from the table above. */
const matchers = signatures.map(({ type, bytes, at = 0 }) => {
  const pairs = bytes.match(/../g)!.filter((pair) => pair !== "..");
  const isPrintable = pairs.every((pair) => pair >= "20" && pair <= "7e");
  // A PDF may well be all text; a text that begins with `MZ` or `ID3` is no program and no song.
  const mayBeText = isPrintable && type !== "application/pdf";
  const pattern = bytes
    .match(/../g)!
    .map((pair) => (pair === ".." ? undefined : parseInt(pair, 16)));
  return { type, at, pattern, mayBeText };
});

/** The type whose signature the first bytes bear. `isText`: nothing in them speaks against text. */
export function typeBySignature(head: Uint8Array, isText: boolean): string | undefined {
  const found = matchers.find(
    ({ at, pattern, mayBeText }) =>
      !(isText && mayBeText) &&
      pattern.every((byte, index) => byte === undefined || head[at + index] === byte),
  );
  return found?.type ?? (!isText && isMpegAudio(head) ? "audio/mpeg" : undefined);
}

/** A frame of MPEG layer III: sync bits, then a bit rate and a sampling rate that exist. */
function isMpegAudio([first, second = 0, third = 0]: Uint8Array): boolean {
  const isLayer3 = first === 0xff && (second & 0xe6) === 0xe2;
  const bitRate = third >> 4;
  return isLayer3 && bitRate !== 0 && bitRate !== 0xf && (third & 0x0c) !== 0x0c;
}
