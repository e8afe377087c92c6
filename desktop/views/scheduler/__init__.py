"""The calendar: a day or a week of appointments, painted by one widget."""
