"""What a person sees of a run: views that read a `Trace` and change nothing."""
