"""Content Credentials (C2PA): narrations are signed, and any file can be checked. Needs the extra ``c2pa``;
loaded only by who signs or checks."""
