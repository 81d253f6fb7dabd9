"""The stages from raw events to the model; each is a pure function from lazy rows to lazy rows."""
