"""Exports what aws-lambda-persistence has pickled, as JSON lines for migrate-persistence.ts.

Needs Python 3.9 or newer and boto3. Only reads. docs/migrate-from-aws-lambda-persistence.md tells how to use it.
Exit codes: 0 all were exported, 1 some were not (each is told on standard error), 2 wrong usage.
"""

import argparse
import base64
import collections
import dataclasses
import datetime
import decimal
import enum
import hashlib
import io
import json
import math
import os
import pickle
import sys
import uuid
import zoneinfo

MOST_VALUES = 1_000_000
MOST_LEVELS = 500
SAFE_INT = 2**53 - 1


class NotExported(Exception):
    """Why an item can't be exported."""


# Reading a pickle without running what it says


class _Guards:
    """Stand-ins for what would do more than make data. As bound methods: a pickle can set attributes of a function."""

    def bytes(self, *args):
        return self._copy(bytes, args)

    def bytearray(self, *args):
        return self._copy(bytearray, args)

    def _copy(self, kind, args):
        # bytearray(10**12) would take a terabyte.
        if args and not isinstance(args[0], (bytes, str)):
            raise NotExported(f"{kind.__name__} made of a {type(args[0]).__name__}")
        return kind(*args)

    def getattr(self, owner, name):
        if isinstance(owner, type) and issubclass(owner, zoneinfo.ZoneInfo) and name == "_unpickle":
            return self.zone
        raise NotExported(f"the pickle asks for {name} of {owner!r}; see --trust")

    def zone(self, key, from_cache=True):
        return zoneinfo.ZoneInfo(key)

    def encode(self, text, encoding):
        if encoding != "latin1":
            raise NotExported(f"bytes in {encoding!r}")
        return text.encode("latin1")


_guards = _Guards()

# By exact names: a dotted name would lead from an allowed module to any other.
ALLOWED = {
    **{("builtins", kind.__name__): kind for kind in (bool, dict, float, frozenset, int, list, set, str, tuple)},
    **{("builtins", name): getattr(_guards, name) for name in ("bytes", "bytearray", "getattr")},
    ("_codecs", "encode"): _guards.encode,
    **{("datetime", name): getattr(datetime, name) for name in ("date", "datetime", "time", "timedelta", "timezone")},
    ("decimal", "Decimal"): decimal.Decimal,
    **{("collections", name): getattr(collections, name) for name in ("Counter", "OrderedDict", "defaultdict", "deque")},
    ("uuid", "UUID"): uuid.UUID,
    ("zoneinfo", "ZoneInfo"): zoneinfo.ZoneInfo,
}
# A pickle can set attributes of a class that Python itself doesn't lock: each gets classes of its own.
UNLOCKED = (collections.Counter, uuid.UUID, zoneinfo.ZoneInfo)


class CarefulUnpickler(pickle.Unpickler):
    """Makes plain data only. Whatever else a pickle names is refused before it is looked up."""

    def find_class(self, module, name):
        # Python 2's names, as old protocols write them.
        module = "builtins" if module == "__builtin__" else module
        if (module, name) not in ALLOWED:
            raise NotExported(f"the pickle asks for {module}.{name}; see --trust")
        allowed = ALLOWED[module, name]
        return type(name, (allowed,), {}) if allowed in UNLOCKED else allowed


def unpickle(pickled, trust):
    unpickler = pickle.Unpickler if trust else CarefulUnpickler
    try:
        return unpickler(io.BytesIO(pickled)).load()
    except NotExported:
        raise
    except Exception as error:  # A damaged or hostile pickle raises whatever it likes.
        raise NotExported(f"the pickle can't be read: {type(error).__name__}: {error}") from error


# Values as JSON: what JSON has as itself, all else as {"t": type, "v": content}


class Encoder:
    def __init__(self, zone, keys_as_text):
        self.zone = zone
        self.keys_as_text = keys_as_text
        self.values = 0
        self.open = set()

    def entries(self, mapping, path=""):
        seen, pairs = set(), []
        for key, value in dict.items(mapping):
            at = f"{path}[{key!r}]"
            name = self.key(key, at)
            text = json.dumps(name)
            if text in seen:
                raise NotExported(f"{at}: another key is {text} too")
            seen.add(text)
            pairs.append([name, self.value(value, at)])
        return pairs

    def key(self, key, at):
        if key is None or type(key) in (bool, int, float, str):
            return self.value(key, at)
        text = self.key_text(key) if self.keys_as_text else None
        if text is None:
            hint = "" if self.keys_as_text else "; see --keys-as-text"
            raise NotExported(f"{at}: a {type(key).__name__} can't be a key{hint}")
        return text

    def key_text(self, key):
        if isinstance(key, (datetime.date, datetime.time)):
            return key.isoformat()
        if isinstance(key, (uuid.UUID, decimal.Decimal)):
            return str(key)
        if isinstance(key, tuple):
            members = [self.key_member(member) for member in key]
            # As JSON.stringify writes it.
            return None if ... in members else json.dumps(members, ensure_ascii=False, separators=(",", ":"))
        return None

    def key_member(self, member):
        if member is None or type(member) in (bool, str) or (type(member) is int and abs(member) <= SAFE_INT):
            return member
        text = self.key_text(member)
        return ... if text is None or isinstance(member, tuple) else text

    def value(self, value, at):
        self.values += 1
        if self.values > MOST_VALUES:
            raise NotExported(f"more than {MOST_VALUES} values")
        if value is None or type(value) in (bool, str):
            return value
        encode = next((encode for kind, encode in KINDS if isinstance(value, kind)), encode_object)
        if encode in SCALARS:
            return encode(self, value, at)
        if id(value) in self.open:
            raise NotExported(f"{at}: it holds itself")
        if len(self.open) >= MOST_LEVELS:
            raise NotExported(f"{at[:80]}…: more than {MOST_LEVELS} levels")
        self.open.add(id(value))
        encoded = encode(self, value, at)
        self.open.remove(id(value))
        return encoded

    def members(self, values, at):
        return [self.value(value, f"{at}[{index}]") for index, value in enumerate(values)]


def tagged(kind, content):
    return {"t": kind, "v": content}


def encode_enum(encoder, value, at):
    return encoder.value(value.value, at)


def encode_int(encoder, value, at):
    return int(value) if abs(value) <= SAFE_INT else tagged("int", str(decimal.Decimal(value)))


def encode_float(encoder, value, at):
    return float(value) if math.isfinite(value) else tagged("float", repr(float(value)))


def encode_str(encoder, value, at):
    return str.__str__(value)


def encode_bytes(encoder, value, at):
    return tagged("bytes", base64.b64encode(value).decode("ascii"))


def encode_datetime(encoder, value, at):
    aware = value if value.utcoffset() is not None else value.replace(tzinfo=encoder.zone)
    try:
        utc = aware.astimezone(datetime.timezone.utc)
    except OverflowError:
        raise NotExported(f"{at}: {value} is out of range in UTC") from None
    return tagged("datetime", utc.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z")


def encode_date(encoder, value, at):
    return tagged("date", value.isoformat())


def encode_time(encoder, value, at):
    return tagged("time", value.isoformat())


def encode_timedelta(encoder, value, at):
    return tagged("timedelta", str(value // datetime.timedelta(microseconds=1)))


def encode_decimal(encoder, value, at):
    return tagged("decimal", str(value))


def encode_uuid(encoder, value, at):
    return tagged("uuid", str(value))


def encode_dict(encoder, value, at):
    return tagged("dict", encoder.entries(value, at))


def encode_set(encoder, value, at):
    members = [encoder.value(member, f"{at}<{member!r}>") for member in value]
    return tagged("set", sorted(members, key=json.dumps))


def encode_tuple(encoder, value, at):
    if hasattr(value, "_fields"):
        return tagged("object", encoder.entries(value._asdict(), at))
    return tagged("tuple", encoder.members(value, at))


def encode_list(encoder, value, at):
    return encoder.members(value, at)


def encode_object(encoder, value, at):
    # Only --trust makes objects of other classes.
    if dataclasses.is_dataclass(value):
        return tagged("object", encoder.entries({f.name: getattr(value, f.name) for f in dataclasses.fields(value)}, at))
    if isinstance(getattr(value, "__dict__", None), dict) and not callable(value):
        return tagged("object", encoder.entries(vars(value), at))
    raise NotExported(f"{at}: a {type(value).__module__}.{type(value).__qualname__} can't be exported")


# The first that fits: a bool is an int, a datetime a date.
KINDS = [
    (enum.Enum, encode_enum),
    (int, encode_int),
    (float, encode_float),
    (str, encode_str),
    ((bytes, bytearray), encode_bytes),
    (datetime.datetime, encode_datetime),
    (datetime.date, encode_date),
    (datetime.time, encode_time),
    (datetime.timedelta, encode_timedelta),
    (decimal.Decimal, encode_decimal),
    (uuid.UUID, encode_uuid),
    (dict, encode_dict),
    ((set, frozenset), encode_set),
    (tuple, encode_tuple),
    ((list, collections.deque), encode_list),
]
SCALARS = {encode for _, encode in KINDS[:11]} - {encode_enum}


# The table


def find_items(options):
    import boto3

    client = boto3.client("dynamodb", region_name=os.environ.get("AWS_REGION") or None)
    if options.key:
        for key in options.key:
            found = client.get_item(TableName=options.table, Key={options.key_field: {"S": key}}, ConsistentRead=True)
            if "Item" not in found:
                yield key, None
            else:
                yield key, found["Item"]
        return
    for page in client.get_paginator("scan").paginate(TableName=options.table, ConsistentRead=True):
        for item in page["Items"]:
            yield item.get(options.key_field, {}).get("S", ""), item


def export(key, item, options):
    """The line for an item. None for one that no Python pickled, or that is the copy of one."""
    if item is None:
        raise NotExported("there is no such item")
    pickled = item.get(options.value_field, {}).get("B")
    is_pickled = pickled is not None and "version" not in item and pickled[:1] == b"\x80"
    if not is_pickled or "pickled_by" in item:
        if options.key:
            raise NotExported("it wasn't pickled by aws-lambda-persistence")
        return None
    content = unpickle(pickled, options.trust)
    if not isinstance(content, dict):
        raise NotExported(f"a {type(content).__name__} was pickled, no dict")
    return {
        "format": 1,
        "table": options.table,
        "key": key,
        "keyField": options.key_field,
        "valueField": options.value_field,
        "sha256": hashlib.sha256(pickled).hexdigest(),
        "bytes": len(pickled),
        "entries": Encoder(options.zone, options.keys_as_text).entries(content),
    }


def read_options():
    environ = os.environ.get
    parser = argparse.ArgumentParser(
        description="Writes what aws-lambda-persistence has pickled to standard output, a line for each item."
    )
    parser.add_argument("--table", default=environ("PERSISTENCE_TABLE_NAME", "AWSLambdaPersistence"))
    parser.add_argument("--key", action="append", help="an item's key, a function's name; again for more; default: all")
    parser.add_argument("--key-field", default=environ("PERSISTENCE_KEY_FIELD_NAME", "key"))
    parser.add_argument("--value-field", default=environ("PERSISTENCE_VALUE_FIELD_NAME", "value"))
    parser.add_argument("--zone", default="UTC", type=zoneinfo.ZoneInfo, help="of datetimes without one; default: UTC")
    parser.add_argument("--keys-as-text", action="store_true", help="dates, UUIDs, Decimals and tuples may be keys")
    parser.add_argument("--trust", action="store_true", help="run whatever code the pickles name")
    return parser.parse_args()


def main():
    sys.setrecursionlimit(20 * MOST_LEVELS)
    options = read_options()
    failed = exported = 0
    for key, item in find_items(options):
        try:
            line = export(key, item, options)
        except Exception as error:  # A value from a hostile pickle may raise anything when it is looked at.
            failed += 1
            reason = error if isinstance(error, NotExported) else f"{type(error).__name__}: {error}"
            print(f"{key}: {reason}", file=sys.stderr)
            continue
        if line is not None:
            exported += 1
            print(json.dumps(line), flush=True)
    print(f"{exported} items exported, {failed} not.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
