namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>
/// How a kind of creature is built. It draws around the origin, about 18 units tall, from back to front, and throws
/// dice for whatever may vary. A new kind is a new implementation and a line in <see cref="BodyPlans"/>.
/// </summary>
internal interface IBodyPlan
{
    /// <summary>Draws one creature of the kind.</summary>
    void Draw(Easel easel);
}
