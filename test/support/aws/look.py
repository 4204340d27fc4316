"""Prints resources of Slipway as boto3 shows them, as a JSON list. Usage: `look.py clusters/prod networks/base`."""

import json
import sys

import boto3

REGION = "eu-central-1"
ec2 = boto3.client("ec2", REGION)
eks = boto3.client("eks", REGION)
iam = boto3.client("iam", REGION)


def tags(thing):
    return {tag["Key"]: tag["Value"] for tag in thing.get("Tags", [])}


def whole(client, operation, field, **request):
    """All items of a list, which AWS answers in pages."""
    pages = client.get_paginator(operation).paginate(**request)
    return [item for page in pages for item in page[field]]


def name(thing):
    return tags(thing)["slipway:node"].split("/")[1]


def role_tags(role):
    return tags({"Tags": whole(iam, "list_role_tags", "Tags", RoleName=role["RoleName"])})


def attribute(vpc, of):
    field = of[0].upper() + of[1:]
    return ec2.describe_vpc_attribute(VpcId=vpc["VpcId"], Attribute=of)[field]["Value"]


def target(route):
    ids = [route.get(key, "") for key in ("NatGatewayId", "GatewayId")]
    return next(kind for kind in ("nat", "igw", "local") if any(it.startswith(kind) for it in ids))


def look(resource):
    ours = [{"Name": "tag:slipway:resource", "Values": [resource]}]
    vpcs = whole(ec2, "describe_vpcs", "Vpcs", Filters=ours)
    subnets = whole(ec2, "describe_subnets", "Subnets", Filters=ours)
    tables = whole(ec2, "describe_route_tables", "RouteTables", Filters=ours)
    endpoints = whole(ec2, "describe_vpc_endpoints", "VpcEndpoints", Filters=ours)
    names = {subnet["SubnetId"]: name(subnet) for subnet in subnets}
    roles = [
        role
        for role in whole(iam, "list_roles", "Roles", PathPrefix="/slipway/")
        if role_tags(role)["slipway:resource"] == resource
    ]
    clusters = [it for it in whole(eks, "list_clusters", "clusters") if f"clusters/{it}" == resource]
    return {
        "vpcs": [
            {
                "cidr": vpc["CidrBlock"],
                "dns": [attribute(vpc, "enableDnsSupport"), attribute(vpc, "enableDnsHostnames")],
                "tags": tags(vpc),
            }
            for vpc in vpcs
        ],
        "subnets": {
            name(subnet): {
                "cidr": subnet["CidrBlock"],
                "zone": subnet["AvailabilityZone"],
                "public": subnet["MapPublicIpOnLaunch"],
                "tags": tags(subnet),
            }
            for subnet in subnets
        },
        "routes": {
            name(table): {
                "to": {it["DestinationCidrBlock"]: target(it) for it in table["Routes"]
                       if "DestinationCidrBlock" in it},
                "of": sorted(names[it["SubnetId"]] for it in table["Associations"]
                             if "SubnetId" in it),
            }
            for table in tables
        },
        "endpoints": [
            {"service": it["ServiceName"], "type": it["VpcEndpointType"],
             "tables": len(it["RouteTableIds"])}
            for it in endpoints
        ],
        "roles": {
            role_tags(role)["slipway:node"].split("/")[1]: {
                "trusts": role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["Service"],
                "policies": sorted(
                    it["PolicyName"]
                    for it in whole(iam, "list_attached_role_policies", "AttachedPolicies",
                                    RoleName=role["RoleName"])
                ),
            }
            for role in roles
        },
        "clusters": [eks.describe_cluster(name=it)["cluster"] for it in clusters],
    }


json.dump([look(it) for it in sys.argv[1:]], sys.stdout, default=str)
