"""An archive of articles, audited record by record into Parquet tables; needs the extra `archive`."""
