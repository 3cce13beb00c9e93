"""Inputs that nobody wrote: `targets.py` says what they go into, `campaign.py` makes them for as long as one likes."""
