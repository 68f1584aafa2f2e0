/**
 * Which columns to take together: forward selection by what a column adds to those already taken.
 */
package org.pith.measure.select;
