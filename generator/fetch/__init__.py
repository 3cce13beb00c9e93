"""Feeds from the network.

In: nothing; this package's modules do the work. Out: `addresses.py` says what may be fetched, `download.py` fetches it.
Refuses nothing.
"""
