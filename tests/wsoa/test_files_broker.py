"""The embedded broker: workers find complete messages only."""

from __future__ import annotations

import threading
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from wsoa.celery import app
from wsoa.runtime.files_broker import Channel


@pytest.fixture
def broker(tmp_path: Path) -> Connection:
    folders = dict.fromkeys(("data_folder_in", "data_folder_out"), str(tmp_path))
    control = {"control_folder": str(tmp_path / "control")}
    with app.connection_for_write("files://", transport_options=folders | control) as connection:
        yield connection


def test_every_message_is_delivered_once(broker, tmp_path):
    queue = broker.SimpleQueue("work")
    for number in range(3):
        queue.put({"number": number})

    got = [queue.get(block=False) for _ in range(3)]

    assert sorted(each.payload["number"] for each in got) == [0, 1, 2]
    for each in got:
        each.ack()
    assert list(tmp_path.glob("*.msg")) == []


def test_an_incomplete_file_is_not_a_message(broker, tmp_path):
    channel = broker.channel()
    (tmp_path / "1_a.part").write_bytes(b"")

    with pytest.raises(Empty):
        channel._get("work")


def test_a_worker_never_reads_a_partial_message(broker):
    channel: Channel = broker.channel()
    count = 300
    told = {"words": "x" * 100_000}
    writer = threading.Thread(
        target=lambda: [channel._put("work", told) for _ in range(count)], daemon=True
    )
    found = 0

    writer.start()
    while found < count:
        try:
            assert channel._get("work") == told
            found += 1
        except Empty:
            continue
    writer.join()

    assert found == count
