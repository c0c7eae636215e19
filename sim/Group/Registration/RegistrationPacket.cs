using GdoiSim.Kernel;
using GdoiSim.Network;

namespace GdoiSim.Group;

/// <summary>
/// Which request (or the reply to which request) an event of the registration desk is about, packed into its index:
/// number of the member's registration (12 bits, modulo), step (3), attempt (9).
/// </summary>
internal readonly record struct RegistrationPacket(int Number, RegistrationStep Step, int Attempt)
{
    /// <summary>The most repeats of a request.</summary>
    public const int MaximumAttempt = (1 << AttemptBits) - 1;

    private const int AttemptBits = 9;
    private const int StepBits = 3;
    private const int NumberMask = (1 << 12) - 1;

    /// <summary>The packet of an event.</summary>
    public static RegistrationPacket Of(in Event e) => new(
        e.Index >> (AttemptBits + StepBits),
        (RegistrationStep)((e.Index >> AttemptBits) & ((1 << StepBits) - 1)),
        e.Index & MaximumAttempt);

    /// <summary>The index of its events.</summary>
    public int Index => ((Number & NumberMask) << (AttemptBits + StepBits)) | ((int)Step << AttemptBits) | Attempt;

    /// <summary>What the network's draws for it depend on.</summary>
    public NetworkDrawIndex DrawIndex => new(((Number & NumberMask) << StepBits) | (int)Step, Attempt);

    /// <summary>Whether it belongs to a registration.</summary>
    public bool IsOf(MemberRegistration registration) => ((registration.Number ^ Number) & NumberMask) == 0;
}
