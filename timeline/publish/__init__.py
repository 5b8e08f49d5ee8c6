"""What people read: terminal, JSON and CSV, the weekly digest, the explanation of an event."""
