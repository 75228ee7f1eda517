"""What ``deploy/`` holds is valid by the schemas of those who read it, and says the same as the Procfile."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import yaml
from compose_spec.models import ComposeSpecification

from tests.deploy.containerfile import ROOT, copied, stages
from tts_service.ops.procfile import read_procfile
from tts_service.settings import Settings, load_settings
from tts_service.web.metrics import FAMILIES

DEPLOY = ROOT / "deploy"
KUBERNETES = DEPLOY / "kubernetes"
COMPOSE = DEPLOY / "compose.yaml"
SPEAKS = {"web", "express", "fetch", "worker", "watch"}
"""Parts of the Procfile; the queue's server is another image's."""


def documents(path: Path) -> list[dict[str, Any]]:
    return [document for document in yaml.safe_load_all(path.read_text("utf-8")) if document]


def manifests() -> Iterator[dict[str, Any]]:
    for name in documents(KUBERNETES / "kustomization.yaml")[0]["resources"]:
        yield from documents(KUBERNETES / name)


def workloads() -> dict[str, dict[str, Any]]:
    return {one["metadata"]["name"]: one for one in manifests() if one["kind"] == "Deployment"}


def container(name: str) -> dict[str, Any]:
    [one] = workloads()[name]["spec"]["template"]["spec"]["containers"]
    return dict(one)


def commands() -> dict[str, list[str]]:
    parts = {part.name: shlex.split(part.command) for part in read_procfile(ROOT / "Procfile")}
    own = {name: command for name, command in parts.items() if name in SPEAKS}
    return {name: command[3:] if command[0] == "nice" else command for name, command in own.items()}


def test_an_image_is_built_of_what_its_steps_copy() -> None:
    """The rest of this folder is not sent to the builder."""
    lines = (ROOT / ".containerignore").read_text("utf-8").splitlines()
    sent = {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert sent == {name for stage in stages() for name in copied(stage)}
    assert all((ROOT / name).exists() for name in sent)


def test_kubernetes_takes_the_manifests() -> None:
    for manifest in (*manifests(), *documents(KUBERNETES / "secret.example.yaml")):
        kubernetes_validate.validate(manifest, "1.31", strict=True)
    assert {path.name for path in KUBERNETES.glob("*.yaml")} == {
        "kustomization.yaml",
        "secret.example.yaml",
        *documents(KUBERNETES / "kustomization.yaml")[0]["resources"],
    }


def test_compose_takes_its_file() -> None:
    text = COMPOSE.read_text("utf-8")
    ComposeSpecification.model_validate(yaml.safe_load(text))
    services = yaml.safe_load(text)["services"]
    assert set(services) == SPEAKS | {"valkey", "postgres", "seaweedfs", "bucket"}
    for name in SPEAKS:
        assert services[name]["command"] == commands()[name], name
        assert services[name]["read_only"]
        assert services[name]["user"] == "10001:10001"


def test_pods_run_the_parts_of_the_procfile_without_rights() -> None:
    assert set(workloads()) == SPEAKS
    for name in SPEAKS:
        pod, own = workloads()[name]["spec"]["template"]["spec"], container(name)
        assert own["command"] == commands()[name], name
        assert own["securityContext"]["readOnlyRootFilesystem"]
        assert own["securityContext"]["capabilities"]["drop"] == ["ALL"]
        assert pod["securityContext"]["runAsNonRoot"]
        assert not pod["automountServiceAccountToken"]


def variables() -> dict[str, str]:
    [generated] = documents(KUBERNETES / "kustomization.yaml")[0]["configMapGenerator"]
    return dict(line.split("=", 1) for line in generated["literals"])


def test_a_pod_has_time_to_drain_and_a_worker_to_end_its_sentence() -> None:
    secret = documents(KUBERNETES / "secret.example.yaml")[0]["stringData"]
    settings = load_settings(variables() | secret, env_file=None)
    web = workloads()["web"]["spec"]["template"]["spec"]
    sleeps = container("web")["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert settings.drain_seconds > 0
    assert sleeps + settings.drain_seconds + 3 < web["terminationGracePeriodSeconds"]
    probe = container("web")["readinessProbe"]
    assert probe["httpGet"]["path"] == "/readyz"
    assert probe["periodSeconds"] * probe["failureThreshold"] < settings.drain_seconds
    longest_s = Settings().read_limit_s + Settings().speak_limit_s + 60
    for name in ("worker", "express"):
        assert workloads()[name]["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] >= longest_s


def test_budgets_select_pods_that_there_are() -> None:
    budgets = [one for one in manifests() if one["kind"] == "PodDisruptionBudget"]
    for budget in budgets:
        chosen = budget["spec"]["selector"]["matchLabels"]["app.kubernetes.io/component"]
        labels = workloads()[chosen]["spec"]["template"]["metadata"]["labels"]
        assert labels["app.kubernetes.io/component"] == chosen
    assert len(budgets) == 2


KNOWN = {name for family in FAMILIES for name in (family.name, f"{family.name}_bucket", f"{family.name}_sum")}


def metrics_in(text: str) -> set[str]:
    return set(re.findall(r"\btts_[a-z_]+", text))


def test_scaling_dashboard_and_alerts_ask_for_figures_that_there_are() -> None:
    scaled = documents(KUBERNETES / "scaling" / "scaledobject.yaml")[0]
    assert scaled["spec"]["scaleTargetRef"]["name"] in workloads()
    queries = [trigger["metadata"]["query"] for trigger in scaled["spec"]["triggers"]]
    assert queries == ["max(tts_sentences_wanted)", "max(tts_oldest_wanted_seconds)"]
    board = json.loads((DEPLOY / "monitoring" / "dashboard.json").read_text("utf-8"))
    shown = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    rules = documents(DEPLOY / "monitoring" / "alerts.yaml")[0]["groups"][0]["rules"]
    for expression in (*queries, *shown, *(rule["expr"] for rule in rules)):
        assert metrics_in(expression), expression
        assert metrics_in(expression) <= KNOWN, expression
    assert all(set(rule["annotations"]) == {"summary", "action"} for rule in rules)


def test_prometheus_takes_the_alerts_and_they_fire_when_they_should(needs: Callable[[str], Path]) -> None:
    promtool, folder = needs("promtool"), DEPLOY / "monitoring"
    for arguments in (("check", "rules", "alerts.yaml"), ("test", "rules", "alerts.test.yaml")):
        done = subprocess.run([promtool, *arguments], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_systemd_takes_the_units(needs: Callable[[str], Path], tmp_path: Path) -> None:
    """Their programs are put where they will be, so that only the units are judged."""
    analyze = needs("systemd-analyze")
    units = sorted((DEPLOY / "systemd").glob("*.service"))
    parts = {"tts-service.service", *(f"tts-{name}.service" for name in SPEAKS)}
    assert {unit.name for unit in units} == parts
    for unit in units:
        text = unit.read_text("utf-8")
        program = re.search(r"^ExecStart=/opt/tts/bin/(\S+) (.*)$", text, re.MULTILINE)
        assert program is not None
        name = unit.stem.removeprefix("tts-")
        wanted = commands().get(name, ["tts-service", "up"])
        assert [program[1], *shlex.split(program[2].replace("%%", "%"))] == wanted
        copy = tmp_path / unit.name
        copy.write_text(text.replace("ExecStart=/opt/tts/bin/", "ExecStart=/bin/true /opt/tts/bin/"))
    done = subprocess.run(
        [analyze, "verify", "--man=no", *sorted(tmp_path.glob("*.service"))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "tts-" not in done.stderr, done.stderr
