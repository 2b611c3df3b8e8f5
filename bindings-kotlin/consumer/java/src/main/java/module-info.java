/** A program that knows nothing of the library but its jar. */
module consumer {
    requires co.commet;
}
