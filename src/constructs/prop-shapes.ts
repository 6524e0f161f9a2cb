import './value-kinds';
import './shapes/access';
import './shapes/admission';
import './shapes/audit';
import './shapes/clusters';
import './shapes/network';
import './shapes/nodes';
import './shapes/promises';
import './shapes/workloads';

// The types of all properties of the public surface, and what a value of each type is. A program that nobody checked the types of may
// give anything (see `refuseWrongProps`). The compiler sees that no property of a struct is missing; a test, that no struct is and that
// every type is the one that is declared.
