namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>
/// Draws one type of creature around the origin, about 18 units tall, from back to front, with random variations.
/// To add a type, implement this interface and add it to <see cref="BodyPlans"/>.
/// </summary>
internal interface IBodyPlan
{
    /// <summary>Draws one creature.</summary>
    void Draw(DrawingContext context);
}
