using ILGPU.Runtime;

namespace PixelGpt.Gpu.Devices;

/// <summary>Describes failures of a driver.</summary>
internal static class GpuFailure
{
    /// <summary>Creates the exception for a failure of a driver, such as too little free memory because another program uses the device.</summary>
    /// <param name="failure">The failure.</param>
    public static FailureException Of(AcceleratorException failure) =>
        new($"the graphics processor has failed: {Excerpt.Of(failure.Message)}; see that no other program uses its memory, or use the device cpu", failure);

    /// <summary>Runs an action, and describes a failure of the driver in it.</summary>
    /// <typeparam name="T">Type of the result.</typeparam>
    /// <param name="action">The action.</param>
    /// <exception cref="FailureException">The driver has failed.</exception>
    public static T Within<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (AcceleratorException e)
        {
            throw Of(e);
        }
    }

    /// <summary>Runs an action, and describes a failure of the driver in it.</summary>
    /// <param name="action">The action.</param>
    /// <exception cref="FailureException">The driver has failed.</exception>
    public static void Within(Action action) => Within(() =>
    {
        action();
        return true;
    });
}
