"""Reads the files of `wav2emo embed` with NumPy, pandas and PyArrow, and compares them with each other.

    wav2emo embed examples/audio -o a.npy     (and a.parquet, a.csv)
    python recipes/evaluation/check_embeddings.py a
"""

import sys

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

stem = sys.argv[1]
array = np.load(f"{stem}.npy")
rows = pd.read_csv(f"{stem}.rows.csv")
table = pq.read_table(f"{stem}.parquet")
frame = pd.read_parquet(f"{stem}.parquet")
csv = pd.read_csv(f"{stem}.csv")

assert array.dtype == np.float32 and array.shape[0] == len(rows)
stacked = np.stack(frame["embedding"].to_numpy())
assert stacked.dtype == np.float32
np.testing.assert_array_equal(stacked, array)
numbers = csv[[name for name in csv.columns if name[0] == "e" and name[1:].isdigit()]]
np.testing.assert_array_equal(numbers.to_numpy(dtype=np.float32), array)
for facts in (frame, csv):
    for name in ("file", "start", "end", "label", "score"):
        pd.testing.assert_series_equal(facts[name], rows[name], check_dtype=False)
metadata = {k.decode(): v.decode() for k, v in table.schema.metadata.items() if b"wav2emo" in k}
assert metadata["wav2emo.model"]
print(f"{stem}: {array.shape[0]} x {array.shape[1]}, the same in NumPy, PyArrow and pandas; {metadata}")
