"""
Hooks for schemathesis. They repair generated requests where a schema cannot express a rule: fields that
depend on each other, and references to resources that must exist. They change only requests that are
meant to be valid.
"""

import time
import uuid
from urllib.parse import urljoin

import requests
import schemathesis

SIZES = {"minSize": 1, "desiredSize": 2, "maxSize": 3}
TERMINAL = {"succeeded", "failed", "canceled"}
DELETION_SECONDS = 30

# The first request of each Idempotency-Key, valid or not.
first_with_key = {}


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is None or not case.meta.generation.mode.is_positive:
        is_first_with_key(case)
        return
    # A marker is only valid if it comes from a page with the same filters.
    if case.query and "marker" in case.query:
        del case.query["marker"]
    # A generated entity tag never matches the resource, so the request would rightly fail.
    if case.headers and case.headers.get("If-Match", "*") != "*":
        del case.headers["If-Match"]
    if isinstance(case.body, dict):
        repair_body(case.body, in_stories=case.meta.phase.name == "stateful")
        if case.method == "PATCH":
            remove_fixed_fields(case.body)
    if not is_first_with_key(case):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())


@schemathesis.hook
def after_call(context, case, response):
    """Waits for the end of a deletion, because the resource exists until the operation has ended."""
    if case.method != "DELETE" or response.status_code != 202:
        return
    operation = urljoin(response.request.url, response.headers["operation-location"][0])
    deadline = time.monotonic() + DELETION_SECONDS
    while time.monotonic() < deadline:
        read = requests.get(operation, params={"wait": "10"}, timeout=20).json()
        if read["status"] in TERMINAL:
            return


def is_first_with_key(case):
    """Returns False if the key was used for another request. Quotes around a key do not matter."""
    key = (case.headers or {}).get("Idempotency-Key")
    if not isinstance(key, str):
        return True
    bare = key[1:-1].replace('\\"', '"').replace("\\\\", "\\") if key.startswith('"') else key
    request = (repr(case.query), repr(case.body))
    return first_with_key.setdefault((case.method, case.formatted_path, bare), request) == request


def repair_body(body, in_stories):
    # The network and the connection must exist.
    body.pop("networkId", None)
    body.pop("connectionId", None)
    files = (body.get("source") or {}).get("files")
    # A module needs a .tf file at its root.
    if isinstance(files, dict):
        files["main.tf"] = ""
    # Only the simulated cloud runs, and it has its own regions.
    if "provider" in body:
        body["provider"] = "simulated"
    body.pop("flowLogBucketArn", None)
    if not str(body.get("region", "sim-")).startswith("sim-"):
        del body["region"]
    put_in_order(body, "minVCpus", "maxVCpus")
    for index, group in enumerate(body.get("nodeGroups") or []):
        repair_group(group, index)
    for fault in (body.get("simulation") or {}).get("faults", []):
        # With such a fault a deletion fails as requested, and the resource rightly exists afterwards.
        if in_stories and fault["when"] in ("read", "delete"):
            fault["when"] = "create"


def remove_fixed_fields(patch):
    # A patch may only repeat these fields. A version must not be lower than the current one.
    for field in ("name", "provider", "region", "networkId", "connectionId", "kubernetesVersion"):
        patch.pop(field, None)


def repair_group(group, index):
    # Only the cloud knows its instance types, and a preview checks them.
    group.pop("instanceTypes", None)
    sizes = sorted(group.get(name, default) for name, default in SIZES.items())
    group.update(zip(SIZES, sizes))
    # The names must be unique.
    if index > 0:
        group["name"] = f"{group['name'][:50]}-{index}"


def put_in_order(body, low, high):
    if low in body and high in body:
        body[low], body[high] = sorted((body[low], body[high]))
