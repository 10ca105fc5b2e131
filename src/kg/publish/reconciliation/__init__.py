"""Reconciliation: which resources the names and values of somebody's table mean, and what is known of them.

See `Reconciliation Service API 0.2 <https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/>`_.
"""
