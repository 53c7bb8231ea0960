"""`python -m cchc_nlp` is `cchc`, for computers where the scripts folder is not on the path."""

from cchc_nlp.cli import main

if __name__ == "__main__":
    main()
