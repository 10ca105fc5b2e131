from flask import Blueprint

blueprint = Blueprint("queries", __name__)
