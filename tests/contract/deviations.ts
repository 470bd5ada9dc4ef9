import { type Deviations } from "./contract.ts";

interface EmulatorDeviations {
  readonly dynamodb: Deviations;
  readonly s3: Deviations;
  readonly sqs: Deviations;
  readonly notifications: Deviations;
  readonly lambda: Deviations;
}

const none: EmulatorDeviations = { dynamodb: {}, s3: {}, sqs: {}, notifications: {}, lambda: {} };

/** What each emulator does otherwise than AWS, of all that the contracts say. */
export function deviationsOf(emulator: string): EmulatorDeviations {
  return emulators[emulator] ?? none;
}

const emulators: Readonly<Record<string, EmulatorDeviations>> = {
  ministack: {
    ...none,
    dynamodb: {
      "unknown_function(num) is refused": "an unknown function is false",
      "num = num is refused": "a comparison with itself is carried out",
      "REMOVE takes attributes, members and list places; missing ones are no error":
        "a list's places move while several are removed",
      "SET a = a + :x is refused": "text in a sum is no error",
      "SET m.x = :x, m = :x is refused": "overlapping paths are carried out",
      "SET a = :x, a = :x is refused": "the same path twice is carried out",
      "SET a = :x SET b = :x is refused": "a section twice is carried out",
      "SET a :x is refused": "a missing sign is no error",
      "a page ends at 1 MB": "a page ends before the item that fills it",
      "a filter on a key is refused": "it is carried out",
    },
    s3: {
      "a range of one version gives its bytes": "it gives the whole version",
      "an id that no version can have is an invalid argument": "it is no such version",
      "every object has a CRC-64, asked for or not": "only what the upload brought",
      "a key of 1,024 bytes fits, one more doesn't": "longer keys are taken",
      "metadata of over 2 KB is refused": "it is taken",
      "If-None-Match refuses a copy onto what is there": "copies ignore the condition",
      "a copy onto itself that changes nothing is refused": "it is carried out",
      "a multipart object's ETag tells its parts; its copy's is the MD5 of all":
        "a copy keeps the parts' ETag",
      "a part below 5 MiB must be the last": "small parts are taken",
      "parts out of order, or that never came, are refused": "they are sorted and passed over",
    },
    sqs: {
      "a deleted message doesn't come again; deleting it again is no error":
        "its receipt is invalid the second time",
      "the visibility of a message that isn't in flight can't be changed": "it can",
      "a move task takes messages from a dead-letter queue back to their source":
        "there are no move tasks",
    },
    lambda: {
      "while an update is under way, another is refused": "it is carried out",
      "variables of 4,096 bytes of JSON fit, and not one more": "larger ones are taken",
    },
  },
  localstack: {
    ...none,
    dynamodb: {
      "an unknown index is refused": "it is said to be a missing resource",
    },
    s3: {
      "deleting a version twice is no error": "the second answer names no version",
      "an id that no version can have is an invalid argument": "it is no such version",
      "many are deleted at once, missing ones too": "a missing version is an error",
      "metadata of over 2 KB is refused": "it is taken",
    },
    sqs: {
      "the visibility of a message that isn't in flight can't be changed": "it can",
    },
    notifications: {
      "a space is a plus sign, and a plus sign is %2B": "a space is %20",
      "later events of a key have larger sequencers, the shorter padded with zeros":
        "all sequencers are the same",
    },
    lambda: {
      "while an update is under way, another is refused": "it is carried out",
      "a letter beyond ASCII takes its bytes in UTF-8": "it takes six, as an escape",
    },
  },
};
