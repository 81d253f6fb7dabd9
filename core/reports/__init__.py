"""Reports: a notebook worked out once, and written as HTML, PDF, XLSX, CSV and PNG that need nothing else."""

from core.reports.make import report_scope, work_report
from core.reports.report import Part, Report

__all__ = ["Part", "Report", "report_scope", "work_report"]
