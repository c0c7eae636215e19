using GdoiSim.Kernel;

namespace GdoiSim.Group;

/// <summary>A registration that is under way, as the member and as the key server see it.</summary>
internal sealed class MemberRegistration(int number, SimTime began, RegistrationStep first)
{
    /// <summary>Which of the member's registrations it is, from 1.</summary>
    public int Number { get; } = number;

    /// <summary>Its messages, from the first request on.</summary>
    public RegistrationExchange? Exchange { get; set; }

    /// <summary>When its first request was due.</summary>
    public SimTime Began { get; } = began;

    /// <summary>The member's side: the request whose reply it waits for.</summary>
    public RegistrationStep Awaits { get; set; } = first;

    /// <summary>The key server's side: the next request that it has not answered yet.</summary>
    public RegistrationStep Expects { get; set; } = first;

    /// <summary>Whether it stands in the key server's table of half-open registrations.</summary>
    public bool IsHalfOpen { get; set; }

    /// <summary>Whether the key server has dropped it from that table: its requests get no answer any more.</summary>
    public bool IsForgotten { get; set; }
}
