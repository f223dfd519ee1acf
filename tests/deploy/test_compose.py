"""The compose file: everything that it names exists, and it keeps its promises."""

import re
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml

from backstep.settings import Settings
from tests.deploy.instructions import DEPLOY, dockerfile

FILE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = FILE["services"]
REPLICAS = {name: each for name, each in SERVICES.items() if each["image"] == "backstep"}
INSIDE = FILE["networks"]["inside"]
MADE = {"./tls", "./acme"}  # the operator creates these


def addresses() -> dict[str, str]:
    """The services with a fixed address."""
    networks = {name: each["networks"] for name, each in SERVICES.items()}
    return {
        name: each["inside"]["ipv4_address"] for name, each in networks.items() if "inside" in each
    }


def servers() -> dict[str, list[str]]:
    """The servers of nginx's upstreams."""
    text = (DEPLOY / "nginx.conf").read_text()
    return {
        name: re.findall(r"^\s*server (\S+)", body, re.MULTILINE)
        for name, body in re.findall(r"upstream (\w+) \{(.*?)\n    \}", text, re.DOTALL)
    }


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_sealed_and_looked_after(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}
    if name in REPLICAS:
        user = [each.text for each in dockerfile() if each.name == "USER"][-1]
        checks = [each for each in dockerfile() if each.name == "HEALTHCHECK"]
        assert checks
    else:
        user = service["user"]
        assert service["healthcheck"]["test"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)


@pytest.mark.parametrize("name", REPLICAS)
def test_what_a_replica_is_told_are_settings(name: str) -> None:
    given = REPLICAS[name]["environment"]
    assert all(variable.startswith("BACKSTEP_") for variable in given)
    assert REPLICAS[name]["env_file"] == ".env"
    own = {variable[9:].lower(): value for variable, value in given.items()}
    assert own.keys() <= Settings.model_fields.keys()
    Settings.model_validate(own)
    assert own["proxies"] == addresses()["nginx"]
    assert own["store"].startswith("redis://redis:")
    assert own["hosts"].startswith("${BACKSTEP_HOSTS:?")


def test_replicas_are_reached_through_nginx_only_and_redis_by_them_alone() -> None:
    assert [name for name, each in SERVICES.items() if "ports" in each] == ["nginx"]
    on = {name: set(each["networks"]) for name, each in SERVICES.items()}
    own = {name: {"inside", "store"} for name in REPLICAS}
    assert on == {"nginx": {"outside", "inside"}, "redis": {"store"}, **own}
    assert {name for name, each in FILE["networks"].items() if each} == {"inside", "store"}
    assert all(FILE["networks"][name]["internal"] is True for name in ("inside", "store"))


def test_nginx_knows_the_replicas_by_their_addresses() -> None:
    known = addresses()
    (plan,) = INSIDE["ipam"]["config"]
    whole, others = ip_network(plan["subnet"]), ip_network(plan["ip_range"])
    assert all(ip_address(each) in whole for each in known.values())
    assert not any(ip_address(each) in others for each in known.values())
    expected = [f"{known[name]}:8000" for name in REPLICAS]
    assert servers() == {"replicas": expected}


def test_files_and_volumes_exist() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source, _, rest = volume.partition(":")
            if source.startswith("."):
                assert rest.endswith(":ro")
                assert source in MADE or (DEPLOY / source).is_file()
            else:
                assert source in FILE["volumes"]


def test_nginx_finds_its_files_where_they_are_put() -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    mounted = [Path(volume.split(":")[1]) for volume in SERVICES["nginx"]["volumes"]]
    assert Path("/etc/nginx/nginx.conf") in mounted
    for path in re.findall(r"(?:ssl_certificate(?:_key)?|root) (/[^;]+);", text):
        assert any(Path(path).is_relative_to(each) for each in mounted)
    written = [Path(each.split(":")[0]) for each in SERVICES["nginx"]["tmpfs"]]
    (pid,) = re.findall(r"^pid (/[^;]+);", text, re.MULTILINE)
    assert any(Path(pid).is_relative_to(each) for each in written)


def test_redis_forgets_nothing_and_keeps_it() -> None:
    redis = SERVICES["redis"]
    assert "--appendonly yes" in redis["command"]
    assert "--maxmemory-policy noeviction" in redis["command"]
    assert redis["volumes"] == ["runs:/data"]
