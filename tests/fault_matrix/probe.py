import asyncio
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from feeds.venue.faults import fault_from_text
from feeds.venue.pace import PaceChoice
from feeds.venue.recording import Recording
from feeds.venue.session import Limits
from feeds.venue.venue import Venue
from tests.fault_matrix.desk import *
from tests.feeds.venue.made import OPEN_MS, recording, trade

COUNT=1200
EVENTS=[trade(n,(CALL,PUT)[n%2],t=OPEN_MS+n//2) for n in range(1,COUNT+1)]
async def probe(folder, fault, everything):
    t0=time.perf_counter()
    src=Recording(recording(folder, EVENTS))
    async with Venue(src, pace=PaceChoice(per_s=2000), fault=fault_from_text("cut:300", *fault), limits=Limits(close_s=.2)) as venue:
        async with desk_at(folder, venue.urls) as d:
            d.start(everything=everything)
            whole=list(range(1,COUNT+1))
            ok=True
            try:
                async with asyncio.timeout(4):
                    await venue.played()
                    while not (d.is_settled and sorted(d.sequences(CALL)+d.sequences(PUT))==whole): await asyncio.sleep(.01)
            except TimeoutError: ok=False
            c=d.feed.counters
            print("=====",fault, "ok" if ok else "NOT COMPLETE", f"{time.perf_counter()-t0:.2f}s", "dup",d.market.duplicates.dropped,"rep",d.market.duplicates.repeats,"malf",c.malformed,"reconn",d.feed.status.reconnects, d.feed.status.state.value)
            print("  shown",d.seen.states[:14])
            print("  gaps",[(g.stage.value,g.reason,g.outcome,g.trades) for g in d.gaps])
            print("  notices",[(n.key,n.text[:140],n.remedy and n.remedy.label) for n in d.seen.notices])
            s=sorted(d.sequences(CALL)+d.sequences(PUT)); print("  on tape",len(s),"missing",len(set(whole)-set(s)))
            if d.seen.errors: print("  ERRORS", d.seen.errors)
app=QApplication([])
app.setQuitOnLastWindowClosed(False)
for f in sys.argv[1:]:
    with tempfile.TemporaryDirectory() as folder:
        try: on_window_loop(app, probe(Path(folder), f.split("+")[0:1], "everything" in f))
        except AssertionError as e: print("ASSERT", e)
