"""A headless Chromium for tests of pages: its console, what it asked for, what axe-core finds."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
MISSING = "" if CHROMIUM and DRIVER else "needs chromium and chromedriver: see the Makefile"
_QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking"
    " --disable-component-update --disable-sync --no-first-run --disable-dev-shm-usage"
).split()
_LEAST = ("serious", "critical")


@contextmanager
def browser(profile: Path) -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for flag in (*_QUIET, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options=options, service=Service(DRIVER))
    try:
        yield driver
    finally:
        driver.quit()


def look(driver: Chrome, *, width: int = 1280, dark: bool = False, script: bool = True) -> None:
    """How the pages loaded from now on are seen."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not script})


def requested(driver: Chrome) -> list[str]:
    """Addresses that pages from disk have asked for since the last call, their own among them."""
    messages = [json.loads(one["message"])["message"] for one in driver.get_log("performance")]
    return [
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
        and message["params"]["documentURL"].startswith("file:")
    ]


def complaints(driver: Chrome) -> list[str]:
    """What the console has had to say since the last call."""
    return [one["message"] for one in driver.get_log("browser")]


def violations(driver: Chrome) -> list[str]:
    """What axe-core finds serious or critical on the page as it is shown."""
    axe = resources.files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
    driver.execute_script(axe)
    found: list[dict[str, Any]] = driver.execute_async_script(
        "axe.run(document, {resultTypes: ['violations'], preload: false})"
        ".then((r) => arguments[arguments.length - 1](r.violations))"
    )
    return [
        f"{one['id']}: {node['html'][:120]} {node['failureSummary']}"
        for one in found
        if one["impact"] in _LEAST
        for node in one["nodes"][:3]
    ]
