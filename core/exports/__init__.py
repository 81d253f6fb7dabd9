"""Taking results out of the app: tables as CSV, XLSX and Parquet, charts as SVG and PNG, each with its facts."""
