namespace PixelGpt.Imaging.Aseprite;

/// <summary>A named part of an animation.</summary>
/// <param name="Name">The name.</param>
/// <param name="First">Index of the first frame.</param>
/// <param name="Last">Index of the last frame.</param>
internal sealed record AsepriteTag(string Name, int First, int Last)
{
    /// <summary>The order in which the frames are played: 0 forward, 1 reverse, 2 ping-pong, 3 ping-pong in reverse.</summary>
    public byte Direction { get; init; }

    /// <summary>How often the part is played; 0 if this is not specified.</summary>
    public int Repeat { get; init; }
}
