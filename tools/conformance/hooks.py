"""
What a schema cannot say, for schemathesis: how fields relate to each other and to what there is.
Only valid requests are touched; what is sent to be refused stays as it was generated.
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
    # Nobody can invent a marker: it comes with a page, and is good for its filters.
    if case.query and "marker" in case.query:
        del case.query["marker"]
    # Nor an entity tag: what is no tag of the resource rightly fails.
    if case.headers and case.headers.get("If-Match", "*") != "*":
        del case.headers["If-Match"]
    if isinstance(case.body, dict):
        repair_body(case.body, in_stories=case.meta.phase.name == "stateful")
        if case.method == "PATCH":
            keep_what_is_fixed(case.body)
    if not is_first_with_key(case):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())


@schemathesis.hook
def after_call(context, case, response):
    """A deletion is an operation: the resource is gone when that has ended, so a story waits for it."""
    if case.method != "DELETE" or response.status_code != 202:
        return
    operation = urljoin(response.request.url, response.headers["operation-location"][0])
    deadline = time.monotonic() + DELETION_SECONDS
    while time.monotonic() < deadline:
        read = requests.get(operation, params={"wait": "10"}, timeout=20).json()
        if read["status"] in TERMINAL:
            return


def is_first_with_key(case):
    """A key is good for one request; with its quotes or without, it is the same."""
    key = (case.headers or {}).get("Idempotency-Key")
    if not isinstance(key, str):
        return True
    bare = key[1:-1].replace('\\"', '"').replace("\\\\", "\\") if key.startswith('"') else key
    request = (repr(case.query), repr(case.body))
    return first_with_key.setdefault((case.method, case.formatted_path, bare), request) == request


def repair_body(body, in_stories):
    # They name a network and a connection that have to be there.
    body.pop("networkId", None)
    body.pop("connectionId", None)
    files = (body.get("source") or {}).get("files")
    # A module has a file of its language at its root.
    if isinstance(files, dict):
        files["main.tf"] = ""
    # The run has the simulated cloud only, whose regions are its own.
    if "provider" in body:
        body["provider"] = "simulated"
    body.pop("flowLogBucketArn", None)
    if not str(body.get("region", "sim-")).startswith("sim-"):
        del body["region"]
    put_in_order(body, "minVCpus", "maxVCpus")
    for index, group in enumerate(body.get("nodeGroups") or []):
        repair_group(group, index)
    for fault in (body.get("simulation") or {}).get("faults", []):
        # Otherwise a deletion fails as it was asked to, and the resource is rightly there afterwards.
        if in_stories and fault["when"] in ("read", "delete"):
            fault["when"] = "create"


def keep_what_is_fixed(patch):
    # A patch may only repeat it, and the version goes up from what it happens to be.
    for field in ("name", "provider", "region", "networkId", "connectionId", "kubernetesVersion"):
        patch.pop(field, None)


def repair_group(group, index):
    # Which there are only the cloud knows, and a preview asks it.
    group.pop("instanceTypes", None)
    sizes = sorted(group.get(name, default) for name, default in SIZES.items())
    group.update(zip(SIZES, sizes))
    # No two have the same name.
    if index > 0:
        group["name"] = f"{group['name'][:50]}-{index}"


def put_in_order(body, low, high):
    if low in body and high in body:
        body[low], body[high] = sorted((body[low], body[high]))
