export const FindingsView = () => <p>soon</p>;
