"""Requests that change something: state and events in one transaction. No HTTP in here.

Every method takes the traceparent of its request, if it causes events, and raises
ConnectionFailure if MongoDB is away.
"""
