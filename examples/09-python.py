"""The life cycle of a cluster over HTTP with Python's standard library: create, poll, show the result, delete.

    python3 examples/09-python.py [server]
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid

NAME = "from-python"
SERVER = (sys.argv[1:] or [os.environ.get("SLIPWAY_SERVER", "http://localhost:3000")])[0].rstrip("/")
ATTEMPTS = 5


def call(method, path, body=None):
    """Sends one request, and repeats it if there is no response. The key ensures that it has one effect."""
    headers = {"Content-Type": "application/json"}
    if method != "GET":
        headers["Idempotency-Key"] = str(uuid.uuid4())
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(SERVER + path, data, headers, method=method)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return json.load(response), response.headers
        except urllib.error.HTTPError as error:
            if error.code not in (429, 503) or attempt == ATTEMPTS:
                problem = json.load(error)
                sys.exit(f"{method} {path}: {problem['code']}: {problem['detail']}")
            time.sleep(int(error.headers.get("Retry-After", 1)))
        except OSError as error:
            if attempt == ATTEMPTS:
                sys.exit(f"{method} {path}: {error}")
            time.sleep(1)


def follow(operation, headers):
    """Polls at the interval in Retry-After. The server leaves it out once the operation has ended."""
    message = None
    while "Retry-After" in headers:
        if operation["progress"]["message"] != message:
            message = operation["progress"]["message"]
            print(f"  {message}")
        time.sleep(int(headers["Retry-After"]))
        operation, headers = call("GET", f"/operations/{operation['id']}")
    if operation["status"] != "succeeded":
        error = operation["error"]
        sys.exit(f"{operation['operation']} {operation['status']}: {error['code']}: {error['message']}")
    return operation


# Without add-ons and Karpenter the cluster is small and the example is quick.
spec = {"name": NAME, "kubernetesVersion": "1.33", "addons": [], "karpenter": False}
submitted, headers = call("POST", "/clusters", spec)
print("create: operation", submitted["id"])
created = follow(submitted, headers)
print(created["result"]["outputs"]["endpoint"])
for item in created["result"]["items"]:
    print(f"{item['group']}: {item['instanceType']}, {item['maxPods']} pods each")

submitted, headers = call("DELETE", f"/clusters/{NAME}")
print("delete: operation", submitted["id"])
print(follow(submitted, headers)["progress"]["message"])
