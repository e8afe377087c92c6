"""The Qt application of the front desk. The only place that imports Qt; `app.py` puts it together."""
