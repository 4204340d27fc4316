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


def name(thing):
    return tags(thing)["slipway:node"].split("/")[1]


def attribute(vpc, of):
    field = of[0].upper() + of[1:]
    return ec2.describe_vpc_attribute(VpcId=vpc["VpcId"], Attribute=of)[field]["Value"]


def target(route):
    ids = [route.get(key, "") for key in ("NatGatewayId", "GatewayId")]
    return next(kind for kind in ("nat", "igw", "local") if any(it.startswith(kind) for it in ids))


def look(resource):
    ours = [{"Name": "tag:slipway:resource", "Values": [resource]}]
    vpcs = ec2.describe_vpcs(Filters=ours)["Vpcs"]
    subnets = ec2.describe_subnets(Filters=ours)["Subnets"]
    tables = ec2.describe_route_tables(Filters=ours)["RouteTables"]
    endpoints = ec2.describe_vpc_endpoints(Filters=ours)["VpcEndpoints"]
    names = {subnet["SubnetId"]: name(subnet) for subnet in subnets}
    roles = [
        role
        for role in iam.list_roles(PathPrefix="/slipway/")["Roles"]
        if tags(iam.list_role_tags(RoleName=role["RoleName"]))["slipway:resource"] == resource
    ]
    clusters = [it for it in eks.list_clusters()["clusters"] if f"clusters/{it}" == resource]
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
            tags(iam.list_role_tags(RoleName=role["RoleName"]))["slipway:node"].split("/")[1]: {
                "trusts": role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["Service"],
                "policies": sorted(
                    it["PolicyName"]
                    for it in iam.list_attached_role_policies(RoleName=role["RoleName"])[
                        "AttachedPolicies"
                    ]
                ),
            }
            for role in roles
        },
        "clusters": [eks.describe_cluster(name=it)["cluster"] for it in clusters],
    }


json.dump([look(it) for it in sys.argv[1:]], sys.stdout, default=str)
