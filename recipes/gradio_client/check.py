"""Sends requests to a running server with Gradio's own Python client, as a user of the demonstration would.

    pip install -r recipes/gradio_client/requirements.txt
    npm start &
    python recipes/gradio_client/check.py http://127.0.0.1:8770 test/fixtures/audio/high-2.3s.wav
"""

import sys

from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError


def main(address: str, recording: str) -> None:
    client = Client(address, verbose=False)
    endpoints = client.view_api(return_format="dict")["named_endpoints"]
    assert {"/load_model", "/predict"} <= set(endpoints), endpoints.keys()

    status = client.predict(api_name="/load_model")
    print(status)
    assert "ready" in status

    text, label = client.predict(audio=handle_file(recording), api_name="/predict")
    print(text)
    print(label)
    confidences = [each["confidence"] for each in label["confidences"]]
    assert label["label"] == label["confidences"][0]["label"]
    assert confidences == sorted(confidences, reverse=True)
    assert abs(sum(confidences) - 1) < 1e-4, confidences

    old_name = client.predict(handle_file(recording), api_name="/fake_emotion_recognition")
    assert old_name[1] == label

    job = client.submit(handle_file(recording), api_name="/predict")
    assert job.result()[1] == label

    try:
        client.predict(None, api_name="/predict")
    except AppError as error:
        print("refused:", error)
    else:
        raise AssertionError("a call without a recording returned a result")


if __name__ == "__main__":
    main(*sys.argv[1:])
