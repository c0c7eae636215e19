using GdoiSim.Kernel;

namespace GdoiSim.Group;

/// <summary>
/// The events of datagrams that arrive. An event's index packs the transmission's number with which delivery of the
/// PUSH and which delivery of the acknowledgement it is, so that the key of an event names its packet.
/// </summary>
internal static class ArrivalEvent
{
    /// <summary>Kind of a PUSH's arrival at a member.</summary>
    internal const int PushKind = 0;

    /// <summary>Kind of an acknowledgement's arrival at a key server.</summary>
    internal const int AcknowledgementKind = 1;

    /// <summary>Step (not an event) that ends an acknowledgement's service; the reason is its detail.</summary>
    internal const int VerdictStep = 2;

    /// <summary>Step (not an event) that loses an acknowledgement.</summary>
    internal const int LossStep = 3;

    /// <summary>Step (not an event) that declares a member missing; the rekey is its detail.</summary>
    internal const int MissStep = 4;

    /// <summary>Step (not an event) that evicts a member.</summary>
    internal const int EvictionStep = 5;

    /// <summary>A request of a registration at the key server's access link.</summary>
    internal const int RegistrationRequest = 2;

    /// <summary>First of the steps of a registration, in the order of the desk's kinds of event.</summary>
    internal const int RegistrationSteps = 6;

    /// <summary>Step (not an event) that ends a request's service; what became of it is its detail.</summary>
    internal const int RegistrationVerdict = 10;

    /// <summary>Largest number of a transmission.</summary>
    internal const int MaximumTransmission = Event.MaxIndex >> 2;

    internal static Event Push(SimTime at, int member, int transmission, int copy) =>
        new(at, PushKind, member, (transmission << 2) | (copy << 1));

    internal static Event Acknowledgement(SimTime at, int member, int transmission, int pushCopy, int copy) =>
        new(at, AcknowledgementKind, member, (transmission << 2) | (pushCopy << 1) | copy);

    internal static int Transmission(in Event e) => e.Index >> 2;

    /// <summary>0, or 1 if the PUSH concerned was the network's second delivery.</summary>
    internal static int PushCopy(in Event e) => (e.Index >> 1) & 1;

    /// <summary>0, or 1 if the acknowledgement is the network's second delivery.</summary>
    internal static int Copy(in Event e) => e.Index & 1;
}
